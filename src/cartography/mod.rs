//! How the round earth lies on a flat page: spaces, projection, view, base map, graticule.
//!
//! Three spaces, each with its own point type: [`Geo`] (degrees), [`Plane`] (projected metres, y north) and
//! [`Page`] (points, y down, origin at the map's top left). Knows nothing of the campaign.

mod basemap;
mod geometry;
mod graticule;
pub mod projection;
mod relief;
mod space;
mod view;
pub mod ways;

pub use basemap::{BaseMap, Border, Detail, LabelKind, Lake, MapNames, PhysicalLabel, Polity, Railway, River};
pub use geometry::{PlaneArea, PlaneLine, Triangles, crossings};
pub use graticule::{Graticule, GraticuleLabel, PageEdge, graticule};
pub use projection::Projection;
pub use relief::Relief;
pub use space::{Geo, Page, PageRect, PageSize, Plane, PlaneRect, great_circle_km};
pub use view::{ScaleBand, View};
pub use ways::Ways;
