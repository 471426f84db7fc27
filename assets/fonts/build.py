#!/usr/bin/env python3
"""Make the bundled fonts of August Storm.

    python3 assets/fonts/build.py [FOLDER ...]           make the fonts
    python3 assets/fonts/build.py --check [FOLDER ...]   say which characters no font has

The characters wanted are fixed blocks (below), the characters of every data and source file
under geodata/, src/ and assets/, those of the FOLDERs, and those of `characters.txt` beside
this file. Characters that only a FOLDER has are added to `characters.txt`, so that a later
run without that FOLDER still makes the same fonts.

Making fetches packages, by name, version and SHA-256, with npm and pip into
$XDG_CACHE_HOME/august-storm/fonts; with that cache filled it needs no network. The same
input gives the same bytes. `--check` needs neither the cache nor any Python package.
"""

import argparse
import csv
import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import tarfile
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "august-storm" / "fonts"
MARGIN_FILE = HERE / "characters.txt"
FONTTOOLS = "4.68.0"
LIMIT = 1_500_000  # bytes, all fonts together

# ---------------------------------------------------------------- packages

PACKAGES = {  # key: (npm package, version, SHA-256 of its tarball)
    "source-sans": ("source-sans", "3.52.0", "49cf78ddd79b436591ee696785222b54ff28102922e3d3df297fe382d7fdfa88"),
    "source-serif": ("source-serif", "4.5.1", "19a448df98f4aa777de3452b0a1e29aa7ffe29252fe552c8a2d2531702d80746"),
    "noto-sc": ("@expo-google-fonts/noto-sans-sc", "0.4.3", "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59"),
    "noto-jp": ("@expo-google-fonts/noto-sans-jp", "0.4.3", "563ee80509692e2b2f42ceae6a0b82afecb90daa1b3d025bcebdf3d9120f43a3"),
    "noto-kr": ("@expo-google-fonts/noto-sans-kr", "0.4.3", "7614af529705ea48e8b76cb3b056b92db66b7625ef3fc97ce76366063df94d3f"),
    "noto-symbols": ("@expo-google-fonts/noto-sans-symbols", "0.4.1", "d72d2f96c1c351967ec57842471b1da43ab8b1a40ecb003b1b0a0f50a3ee6388"),
    "noto-symbols-2": ("@expo-google-fonts/noto-sans-symbols-2", "0.4.1", "3bf3d6333487df36e88d146e032a9ed8246617ca2dfe1513a8a382c3fad12ac4"),
    "noto-math": ("@expo-google-fonts/noto-sans-math", "0.4.2", "652041ca903e7adcc1502a0621350526463e91416757310391370ff5f8fb3ce8"),
}

LICENCES = {  # file: (package key, path in it)
    "LICENSE-source-sans.txt": ("source-sans", "LICENSE.md"),
    "LICENSE-source-serif.txt": ("source-serif", "LICENSE.md"),
    "LICENSE-noto-sans-cjk.txt": ("noto-sc", "LICENSE_FONT"),
    "LICENSE-noto-sans-symbols.txt": ("noto-symbols", "LICENSE_FONT"),
    "LICENSE-noto-sans-math.txt": ("noto-math", "LICENSE_FONT"),
}

# file: (package key, path in it, what the font is called here, style, what is in it).
# The sources reserve the name "Source", so what is cut from them has another name.
FONTS = {
    "sans-regular.ttf": ("source-sans", "TTF/SourceSans3-Regular.ttf", "August Storm Sans", "Regular", "text"),
    "sans-bold.ttf": ("source-sans", "TTF/SourceSans3-Semibold.ttf", "August Storm Sans", "Bold", "text"),
    "sans-italic.ttf": ("source-sans", "TTF/SourceSans3-It.ttf", "August Storm Sans", "Italic", "text"),
    "serif-regular.ttf": ("source-serif", "TTF/SourceSerif4-Regular.ttf", "August Storm Serif", "Regular", "text"),
    "serif-italic.ttf": ("source-serif", "TTF/SourceSerif4SmText-It.ttf", "August Storm Serif", "Italic", "text"),
    "cjk-sc.ttf": ("noto-sc", "500Medium/NotoSansSC_500Medium.ttf", "August Storm CJK SC", "Regular", "sc"),
    "cjk-jp.ttf": ("noto-jp", "500Medium/NotoSansJP_500Medium.ttf", "August Storm CJK JP", "Regular", "jp"),
    "cjk-kr.ttf": ("noto-kr", "500Medium/NotoSansKR_500Medium.ttf", "August Storm CJK KR", "Regular", "kr"),
}
SYMBOLS = "symbols.ttf"

# egui puts a fallback face in the middle of the row, by its own ascender and descender, and not
# on the base line: only faces with the same metrics share a base line. So all get these.
UNITS, ASCENDER, DESCENDER = 1000, 1000, -326
FIXED_TIME = 3862252800  # 2026-05-22 in seconds from 1904, where a source has no time of its own

# ---------------------------------------------------------------- characters


def block(*ranges):
    return {c for a, b in ranges for c in range(a, b + 1)}


TEXT = (
    block((0x20, 0x7E), (0xA0, 0x17F))  # Latin, Latin-1, Latin Extended-A
    | block((0x1CD, 0x1DC), (0x218, 0x21B))  # pinyin, Romanian
    | block((0x2B9, 0x2BC), (0x300, 0x304), (0x306, 0x308), (0x30A, 0x30C), (0x327, 0x328))
    | block((0x400, 0x4FF))  # Cyrillic, with the Mongolian letters
    | block((0x2002, 0x200B), (0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022), (0x202F, 0x2030))
    | block((0x2070, 0x2079), (0x2080, 0x2089), (0x2190, 0x2199))
    | set(map(ord, "…′″‹›⁄⅓⅔⅛⅜⅝⅞€₽№™−∞≈≠≤≥∼√▲▼►◄·"))
)
SPACES = {0x20, 0xA0}
PUNCTUATION = SPACES | block((0x3000, 0x303F), (0xFF00, 0xFF5E), (0xFF61, 0xFF65), (0xFFE0, 0xFFE6))
KANA = block((0x3040, 0x30FF), (0x31F0, 0x31FF))

UI_WORDS = {
    "zh": "播放暂停继续停止速度快进后退前一个下一个步进时间日期小时分钟秒搜索查找图层来源出处资料设置选项语言帮助关于"
    "放大缩小复位全屏显示隐藏标签地图铁路公路河流湖泊海洋山脉边界城市部队编制方面军集团军师旅团营坦克机械化骑兵"
    "步兵炮兵航空舰队登陆空降要塞筑垒地域战役战斗事件编年史章节摘要统计损失兵力俘虏伤亡距离公里不确定估计有争议"
    "证实打开关闭保存导出复制打印取消确定是否错误警告加载完成没有结果比例尺图例主题明暗深色浅色字体声音简体中文"
    "八月风暴苏联日本满洲国关东军蒙古朝鲜库页岛千岛群岛远东后贝加尔太平洋上午下午年月日零一二三四五六七八九十百千万",
    "ja": "再生一時停止続行停止速度早送り巻き戻し前次時間日付時分秒検索地図層レイヤー出典資料設定選択言語説明情報"
    "拡大縮小初期化全画面表示非表示鉄道道路河川湖沼海洋山脈国境都市部隊編制方面軍軍師団旅団連隊大隊戦車機械化騎兵"
    "歩兵砲兵航空艦隊上陸空挺要塞国境守備隊作戦戦闘出来事年表章要約統計損害兵力捕虜死傷距離推定異説確実開閉保存"
    "書き出し複写印刷取消決定誤り警告読込完了該当なし縮尺凡例主題明暗文字音日本語八月の嵐ソ連満洲国関東軍蒙古朝鮮"
    "樺太千島列島極東太平洋午前午後年月日零一二三四五六七八九十百千万",
    "ko": "재생일시정지계속중지속도빨리감기되감기이전다음시간날짜시분초검색찾기지도레이어층출처자료설정선택언어도움말정보"
    "확대축소초기화전체화면표시숨기기철도도로강하천호수바다산맥국경도시부대편제전선군사단여단연대대대전차기계화기병"
    "보병포병항공함대상륙공수요새작전전투사건연표장요약통계손실병력포로사상자거리추정이설확실열기닫기저장내보내기"
    "복사인쇄취소확인오류경고불러오는중완료결과없음축척범례테마밝게어둡게글꼴소리한국어팔월의폭풍소련일본만주국관동군"
    "몽골조선사할린쿠릴열도극동태평양오전오후년월일영일이삼사오육칠팔구십백천만"
    "滿洲國關東軍蘇聯朝鮮蒙古北滿南滿間島羅津淸津雄基平壤京城咸興元山豆滿江鴨綠江白頭山",
}
COMMON_HANGUL = (
    "이다는을에의고가하지한로기사도은를어리자나대서시해인정그아일수보있만장들라제부원으여것구전게주적과상무성계"
    "국까동비신스면용아소방공세유오안조관생거진화요경우미내마간단선반야문물개명중발민연영행체치회모통당위산분업심남"
    "작현재결속할교중음호년월결저실학강파천북평포운금두불트본청러양표네때못렇없말며었습니까겠했됐된될데던드등디떤또"
    "려력렸르름릴많머먼모목몰바밖받번법변별병복봉불브빠사새색섬센셨손송순술숙싸쓰씨악알압앞약얼엄에여역열예온와왕외"
    "울웅원월음응의임입잔잡저절점접족종좌죄준즉질집차참책처철첫초총추출충층친카코크타탄터토투특팀판패편폭품풍피필"
    "합항향허형혼활황후훈흥희힘룡류륙률린림립막맹먹멸목몽묘밀박백범벽봄부빈삼석설섭숭슴승식암애액옥완왜욕욱읍익잠"
)

# Where an icon comes from, and how high it stands (None: its size in the source) in units of a
# thousandth of the em. All are put in the middle of a capital's height, with one margin.
ICONS = [
    ("noto-symbols-2", "⏵⏸⏮⏭⏪⏩⏴⏹⏺", 640),
    ("noto-symbols-2", "⏶⏷", 420),
    ("noto-symbols-2", "▶◀▷◁", 680),
    ("noto-symbols-2", "▲▼△▽", 620),
    ("noto-symbols-2", "■□◻●○", 640),
    ("noto-symbols-2", "◆◇", 760),
    ("noto-symbols-2", "★☆☀", 800),
    ("noto-symbols-2", "✕✓✗☰", 600),
    ("noto-symbols-2", "🔍✈⚠⏱🗺🛈✚", 760),
    ("noto-symbols-2", "⌖", 740),
    ("noto-symbols", "⚓⚔⚙ⓘ⚑⚐⛫☾⌂⛶⎘⌕", 760),
    ("noto-symbols", "⤢", 600),
    ("noto-math", "⟲⟳↺↻", 720),
    ("noto-math", "⇄⤓⊕⊖⋮", 660),
]
ICON_SHAPES = {"⏵": "▶", "⏴": "◀"}  # those of the source are half as wide as one expects
ICON_MIDDLE, ICON_MARGIN = 330, 90

# Characters that no font need have.
IGNORED = block((0x00, 0x1F), (0x7F, 0x9F), (0x200B, 0x200F), (0x2028, 0x202E), (0xFE00, 0xFE0F)) | {0xFEFF, 0xAD}

SCANNED_FOLDERS = ("geodata", "src", "assets")
SCANNED_SUFFIXES = {".geojson", ".json", ".csv", ".rs", ".ftl"}


def is_han(c):
    return (
        0x2E80 <= c <= 0x2FDF or 0x3400 <= c <= 0x4DBF or 0x4E00 <= c <= 0x9FFF
        or 0xF900 <= c <= 0xFAFF or 0x20000 <= c <= 0x323AF or c in (0x3005, 0x3007)
    )


def is_hangul(c):
    return 0xAC00 <= c <= 0xD7A3 or 0x3130 <= c <= 0x318F


def data_files(folders):
    for folder in folders:
        if not folder.is_dir():
            continue
        for path in sorted(folder.rglob("*")):
            if path.suffix in SCANNED_SUFFIXES and path.is_file() and HERE not in path.parents:
                yield path


def file_text(path):
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    if path.suffix in (".json", ".geojson", ".rs") and "\\u" in text:  # what is written with escapes
        text += "".join(chr(int(h, 16)) for h in re.findall(r"\\u([0-9A-Fa-f]{4})", text) if not "d8" <= h[:2].lower() <= "df")
        text += "".join(chr(min(int(h, 16), 0x10FFFF)) for h in re.findall(r"\\u\{([0-9A-Fa-f]{1,6})\}", text))
        for high, low in re.findall(r"\\u([dD][89abAB][0-9A-Fa-f]{2})\\u([dD][c-fC-F][0-9A-Fa-f]{2})", text):
            text += chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + (int(low, 16) - 0xDC00))
    return text


def scan(folders):
    """Character -> the first file that has it."""
    found = {}
    for path in data_files(folders):
        text = file_text(path)
        for c in set(text) | set(unicodedata.normalize("NFC", text)):
            found.setdefault(ord(c), path)
    return {c: p for c, p in found.items() if c not in IGNORED and not 0xE000 <= c <= 0xF8FF and c != 0xFFFD}


def margin_characters():
    if not MARGIN_FILE.exists():
        return set()
    lines = MARGIN_FILE.read_text(encoding="utf-8").splitlines()
    return {ord(c) for line in lines if not line.startswith("# ") for c in line}


def write_margin(characters):
    groups = [
        ("Han", sorted(c for c in characters if is_han(c))),
        ("Hangul", sorted(c for c in characters if is_hangul(c))),
        ("other", sorted(c for c in characters if not is_han(c) and not is_hangul(c))),
    ]
    lines = ["# Written by build.py: characters of folders outside the repository, kept in the fonts."]
    for name, group in groups:
        if group:
            lines.append(f"# {name}: {len(group)}")
            lines += ["".join(map(chr, group[i : i + 60])) for i in range(0, len(group), 60)]
    MARGIN_FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


# ---------------------------------------------------------------- fetching


def package_tarball(key):
    name, version, sha256 = PACKAGES[key]
    path = CACHE / (name.replace("@", "").replace("/", "-") + f"-{version}.tgz")
    if not path.exists():
        print(f"fetching {name} {version}", flush=True)
        incoming = CACHE / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        # In the cache folder, so that no package.json or .npmrc of the repository counts.
        subprocess.run(
            ["npm", "pack", "--silent", "--pack-destination", str(incoming), f"{name}@{version}"],
            cwd=CACHE, check=True, stdout=subprocess.DEVNULL,
        )
        (incoming / path.name).rename(path)
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        sys.exit(f"{path}: not the package that build.py names (SHA-256 differs); delete it and run again")
    return path


def package_file(key, inner):
    with tarfile.open(package_tarball(key)) as tar:
        return tar.extractfile(f"package/{inner}").read()


def enter_venv():
    """Run this script again with the Python of the cache's own venv."""
    venv = CACHE / f"venv-{sys.version_info[0]}.{sys.version_info[1]}-fonttools-{FONTTOOLS}"
    python = venv / "bin" / "python"
    ready = venv / "ready"
    if Path(sys.prefix).resolve() == venv.resolve():
        return
    if not ready.exists():
        print(f"making {venv}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)], check=True)
        subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"fonttools=={FONTTOOLS}"],
            check=True,
        )
        ready.write_text("")
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH", "SOURCE_DATE_EPOCH")}
    os.execve(str(python), [str(python), "-B", str(Path(__file__).resolve()), *sys.argv[1:]], env)


# ---------------------------------------------------------------- making


def finish(font, family, style, sources):
    """One name, one set of line metrics, and nothing that changes from run to run."""
    name = font["name"]
    keep = {i: name.getDebugName(i) for i in (0, 5, 7, 13, 14)}
    name.names = []
    strings = {
        0: keep[0], 1: family, 2: style, 3: f"{family} {style}; {sources}", 4: f"{family} {style}",
        5: keep[5], 6: f"{family.replace(' ', '')}-{style}", 7: keep[7],
        10: f"Cut from {sources} for August Storm.", 13: keep[13], 14: keep[14],
    }
    for number, text in strings.items():
        if text:
            name.setName(text, number, 3, 1, 0x409)
    hhea, os2, glyf = font["hhea"], font["OS/2"], font["glyf"]
    hhea.ascent, hhea.descent, hhea.lineGap = ASCENDER, DESCENDER, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ASCENDER, DESCENDER, 0
    boxes = [glyf[g] for g in font.getGlyphOrder() if glyf[g].numberOfContours]
    os2.usWinAscent = max(ASCENDER, max(g.yMax for g in boxes))
    os2.usWinDescent = max(-DESCENDER, -min(g.yMin for g in boxes))
    os2.version = max(os2.version, 4)
    bold, italic = style == "Bold", style == "Italic"
    os2.fsSelection = 0x80 | (0x20 if bold else 0) | (0x01 if italic else 0) | (0 if bold or italic else 0x40)
    font["head"].macStyle = bold | italic << 1


def make_subset(file, wanted):
    from io import BytesIO

    from fontTools import subset
    from fontTools.ttLib import TTFont

    key, inner, family, style, kind = FONTS[file]
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp"] if kind == "text" else []
    options.hinting = True
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.recalc_timestamp = False
    options.drop_tables += ["DSIG", "BASE", "vhea", "vmtx", "VORG", "meta", "STAT", "FFTM", "LTSH", "VDMX", "hdmx", "kern"]
    font = TTFont(BytesIO(package_file(key, inner)), recalcTimestamp=False)
    assert font["head"].unitsPerEm == UNITS and "glyf" in font
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    package, version, _ = PACKAGES[key]
    finish(font, family, style, f"{Path(inner).stem} of {package} {version}")
    font.save(HERE / file, reorderTables=True)


def make_symbols():
    from io import BytesIO

    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.boundsPen import BoundsPen
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont

    inner = {
        "noto-symbols": "400Regular/NotoSansSymbols_400Regular.ttf",
        "noto-symbols-2": "400Regular/NotoSansSymbols2_400Regular.ttf",
        "noto-math": "400Regular/NotoSansMath_400Regular.ttf",
    }
    sources = {k: TTFont(BytesIO(package_file(k, p))) for k, p in inner.items()}
    blank = TTGlyphPen(None)
    for points in [((80, 0), (80, 660), (520, 660), (520, 0)), ((140, 60), (460, 60), (460, 600), (140, 600))]:
        blank.moveTo(points[0])
        for p in points[1:]:
            blank.lineTo(p)
        blank.closePath()
    glyphs = {".notdef": blank.glyph(), "space": TTGlyphPen(None).glyph()}
    widths = {".notdef": 600, "space": 200}
    cmap = {0x20: "space"}
    for key, characters, height in ICONS:
        source = sources[key]
        assert source["head"].unitsPerEm == UNITS
        glyph_set, source_cmap = source.getGlyphSet(), source.getBestCmap()
        for character in characters:
            glyph = glyph_set[source_cmap[ord(ICON_SHAPES.get(character, character))]]
            pen = BoundsPen(glyph_set)
            glyph.draw(pen)
            x0, y0, x1, y1 = pen.bounds
            # As high as wanted; a wide one no wider than 1000.
            scale = min(height / (y1 - y0), 1000 / (x1 - x0))
            if character == "⏸":  # as high as its neighbours' triangles look
                scale *= 0.94
            dx = ICON_MARGIN - x0 * scale
            dy = ICON_MIDDLE - (y0 + y1) / 2 * scale
            drawing = DecomposingRecordingPen(glyph_set)
            glyph.draw(drawing)
            out = TTGlyphPen(None)
            drawing.replay(TransformPen(out, (scale, 0, 0, scale, dx, dy)))
            name = f"u{ord(character):04X}"
            glyphs[name] = out.glyph()
            widths[name] = round((x1 - x0) * scale) + 2 * ICON_MARGIN
            cmap[ord(character)] = name
    order = [".notdef", "space"] + [cmap[c] for c in sorted(cmap) if c != 0x20]
    builder = FontBuilder(UNITS, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(cmap)
    builder.setupGlyf({n: glyphs[n] for n in order})
    glyf = builder.font["glyf"]
    builder.setupHorizontalMetrics({n: (widths[n], getattr(glyf[n], "xMin", 0)) for n in order})
    builder.setupHorizontalHeader(ascent=ASCENDER, descent=DESCENDER)
    builder.setupNameTable({})
    builder.setupOS2(sCapHeight=660, sxHeight=486, usWeightClass=400, fsType=0)
    builder.setupPost(keepGlyphNames=False)
    font = builder.font
    font.recalcTimestamp = False
    font["head"].created = font["head"].modified = FIXED_TIME
    names = sources["noto-symbols"]["name"]
    for number in (13, 14):
        font["name"].setName(names.getDebugName(number), number, 3, 1, 0x409)
    font["name"].setName("; ".join(dict.fromkeys(s["name"].getDebugName(0) for s in sources.values())), 0, 3, 1, 0x409)
    font["name"].setName("; ".join(s["name"].getDebugName(5) for s in sources.values()), 5, 3, 1, 0x409)
    finish(font, "August Storm Symbols", "Regular", "Noto Sans Symbols, Noto Sans Symbols 2 and Noto Sans Math")
    font["OS/2"].recalcUnicodeRanges(font)
    font.save(HERE / SYMBOLS, reorderTables=True)


def wanted_characters(found):
    ui = {k: set(map(ord, v)) for k, v in UI_WORDS.items()}
    han = {c for c in found if is_han(c)}
    hangul = {c for c in found if is_hangul(c)} | set(map(ord, COMMON_HANGUL))
    rest = {c for c in found if not is_han(c) and not is_hangul(c)}
    icons = {ord(c) for _, characters, _ in ICONS for c in characters}
    # An icon that the sans has too would be drawn from there, and not match its neighbours.
    text = (TEXT | {c for c in rest if c not in PUNCTUATION | KANA}) - (icons - set(map(ord, "▲▼")))
    far = {c for c in rest if c >= 0x2100 or c in PUNCTUATION} - TEXT - icons - KANA
    return {
        "text": text,
        "sc": han | ui["zh"] | PUNCTUATION | far,
        "jp": han | ui["ja"] | PUNCTUATION | far | KANA,
        "kr": han | ui["ko"] | PUNCTUATION | far | hangul,
    }


def build(extra):
    CACHE.mkdir(parents=True, exist_ok=True)
    inside = set(scan([ROOT / f for f in SCANNED_FOLDERS]))
    margin = margin_characters()
    outside = set(scan(extra)) if extra else set()
    if outside - margin:
        margin |= outside
        write_margin(margin)
    wanted = wanted_characters(inside | margin)
    for file, font in FONTS.items():
        make_subset(file, wanted[font[4]])
    make_symbols()
    for file, (key, inner) in LICENCES.items():
        text = package_file(key, inner).decode("utf-8").replace("\r\n", "\n")
        (HERE / file).write_text("\n".join(line.rstrip() for line in text.splitlines()).strip() + "\n", encoding="utf-8")
    write_readme()
    total = sum((HERE / f).stat().st_size for f in [*FONTS, SYMBOLS])
    print(f"{total:,} bytes in {len(FONTS) + 1} fonts")
    if total > LIMIT:
        sys.exit(f"more than {LIMIT:,} bytes: does the data hold names that no one sees?")


def write_readme():
    from fontTools.ttLib import TTFont

    what = {
        "text": "Latin, Cyrillic, punctuation, arrows; kerning; no ligatures; lining tabular figures",
        "sc": "Han of the data (forms of China), CJK punctuation, full-width forms",
        "jp": "Han of the data (forms of Japan), all kana, CJK punctuation, full-width forms",
        "kr": "Hangul and hanja of the data, common syllables, CJK punctuation, full-width forms",
    }
    families = {
        "source-sans": ("Source Sans 3", "LICENSE-source-sans.txt"), "source-serif": ("Source Serif 4", "LICENSE-source-serif.txt"),
        "noto-sc": ("Noto Sans SC", "LICENSE-noto-sans-cjk.txt"), "noto-jp": ("Noto Sans JP", "LICENSE-noto-sans-cjk.txt"),
        "noto-kr": ("Noto Sans KR", "LICENSE-noto-sans-cjk.txt"),
    }
    rows = []
    for file, (key, inner, _, _, kind) in FONTS.items():
        font = TTFont(HERE / file)
        version = re.sub(r"^Version ([0-9.]+).*", r"\1", font["name"].getDebugName(5))
        package, number, _ = PACKAGES[key]
        family, licence = families[key]
        face = re.sub(r"^\d+", "", Path(inner).stem.split("-")[-1].split("_")[-1])
        if "SmText" in inner:
            face = "SmText " + face
        rows.append((file, f"{family} {face}", version, f"`{package}` {number}", f"[OFL 1.1]({licence})",
                     what[kind], len(font.getBestCmap())))
    font = TTFont(HERE / SYMBOLS)
    keys = ("noto-symbols", "noto-symbols-2", "noto-math")
    rows.append((
        SYMBOLS, "Noto Sans Symbols, Symbols 2, Math",
        ", ".join(re.findall(r"Version ([0-9.]+)", font["name"].getDebugName(5))),
        ", ".join(f"`{PACKAGES[k][0]}` {PACKAGES[k][1]}" for k in keys),
        "[OFL 1.1](LICENSE-noto-sans-symbols.txt), [Math](LICENSE-noto-sans-math.txt)",
        "icons, scaled to match and centered at the height of capitals", len(font.getBestCmap()),
    ))
    lines = [
        "# Fonts", "",
        "Made by `python3 assets/fonts/build.py` (in `make geodata`); this page too. All are TrueType outlines.", "",
        "| file | cut from | version | npm package | licence | what it has | characters |",
        "| --- | --- | --- | --- | --- | --- | ---: |",
        *("| " + " | ".join(map(str, row)) + " |" for row in rows), "",
        f"Every file has {UNITS} units an em, ascender {ASCENDER}, descender {DESCENDER}, no line gap: egui centers a fallback",
        "face in the row by its own metrics, so only faces with equal metrics stand on one base line.",
        "Their names are changed to `August Storm …`, since the licence of some keeps the name \"Source\" for the originals.", "",
        "The CJK fonts hold only the Han and Hangul that the data and the UI words in `build.py` use. After data with new",
        "names: `python3 assets/fonts/build.py --check` says what is missing, and a run of `build.py` adds it.",
        "`characters.txt` keeps characters that were seen in folders given to `build.py` as arguments.",
    ]
    (HERE / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


# ---------------------------------------------------------------- checking


def font_characters(path):
    """The characters of a font file, read from its `cmap` with no library."""
    data = path.read_bytes()
    tables = {}
    for i in range(struct.unpack(">H", data[4:6])[0]):
        tag, _, offset, length = struct.unpack(">4sIII", data[12 + 16 * i : 28 + 16 * i])
        tables[tag] = (offset, length)
    base = tables[b"cmap"][0]
    characters = set()
    for i in range(struct.unpack(">H", data[base + 2 : base + 4])[0]):
        at = base + struct.unpack(">HHI", data[base + 4 + 8 * i : base + 12 + 8 * i])[2]
        form = struct.unpack(">H", data[at : at + 2])[0]
        if form == 12:
            for k in range(struct.unpack(">I", data[at + 12 : at + 16])[0]):
                first, last, _ = struct.unpack(">III", data[at + 16 + 12 * k : at + 28 + 12 * k])
                characters.update(range(first, last + 1))
        elif form == 4:
            count = struct.unpack(">H", data[at + 6 : at + 8])[0] // 2

            def words(start):
                return struct.unpack(f">{count}H", data[start : start + 2 * count])

            ends, starts = words(at + 14), words(at + 16 + 2 * count)
            deltas, ranges = words(at + 16 + 4 * count), words(at + 16 + 6 * count)
            for k in range(count):
                for c in range(starts[k], ends[k] + 1):
                    glyph = c
                    if ranges[k]:
                        where = at + 16 + 6 * count + 2 * k + ranges[k] + 2 * (c - starts[k])
                        glyph = struct.unpack(">H", data[where : where + 2])[0]
                        if glyph == 0:
                            continue
                    if c != 0xFFFF and (glyph + deltas[k]) & 0xFFFF:
                        characters.add(c)
    return characters


def names_by_language(folders):
    """(language, text, file) of every name in Chinese, Japanese or Korean."""

    def walk(value, path):
        if isinstance(value, dict):
            for key, inner in value.items():
                match = re.search(r"(?:^|(?<!zh)(?<!ja)(?<!ko)[_:-])(zh|ja|ko)$", key)  # not a key of two languages
                if match and isinstance(inner, str):
                    yield match[1], inner, path
                else:
                    yield from walk(inner, path)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner, path)

    for path in data_files(folders):
        try:
            if path.suffix == ".csv":
                with path.open(encoding="utf-8-sig", newline="") as file:
                    for row in csv.DictReader(file):
                        yield from walk({k: v for k, v in row.items() if k}, path)
            elif path.suffix in (".json", ".geojson"):
                yield from walk(json.loads(path.read_text(encoding="utf-8-sig")), path)
        except (ValueError, csv.Error) as error:
            print(f"note: {shown(path)} not read for names: {error}")


def shown(path):
    return path.relative_to(ROOT) if ROOT in path.parents else path


def check(extra):
    folders = [ROOT / f for f in SCANNED_FOLDERS] + extra
    missing_files = [f for f in [*FONTS, SYMBOLS] if not (HERE / f).exists()]
    if missing_files:
        sys.exit("not made: " + ", ".join(missing_files))
    have = {f: font_characters(HERE / f) for f in [*FONTS, SYMBOLS]}
    every = set().union(*have.values())
    found = scan(folders)
    lost = sorted(c for c in found if c not in every)
    for c in lost:
        print(f"no font has {chr(c)} U+{c:04X} {unicodedata.name(chr(c), '?')}: {shown(found[c])}")

    # A name may still be drawn, but with the forms of another language.
    other = {}
    font_of = {"zh": "cjk-sc.ttf", "ja": "cjk-jp.ttf", "ko": "cjk-kr.ttf"}
    for language, text, path in names_by_language(folders):
        for c in map(ord, text):
            if (is_han(c) or is_hangul(c) or c in KANA) and c in every and c not in have[font_of[language]]:
                other.setdefault((font_of[language], c), (text, path))
    for (file, c), (text, path) in sorted(other.items()):
        print(f"note: {file} lacks {chr(c)} U+{c:04X}, another font has it: \"{text}\", {shown(path)}")

    total = sum((HERE / f).stat().st_size for f in have)
    if total > LIMIT:
        print(f"the fonts have {total:,} bytes, more than {LIMIT:,}")
    print(f"{len(found)} characters in the data, {len(lost)} of them in no font")
    return 1 if lost or total > LIMIT else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="say which characters of the data no font has")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="more folders of data to look through")
    arguments = parser.parse_args()
    extra = [f.resolve() for f in arguments.folders]
    for folder in extra:
        if not folder.is_dir():
            print(f"note: no folder {folder}")
    if arguments.check:
        sys.exit(check(extra))
    enter_venv()
    build(extra)


if __name__ == "__main__":
    main()
