"""How the base map is made: packages in, GeoJSON and relief out."""
