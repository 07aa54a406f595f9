"""Makes the sheets people send: workbooks with merged titles, serial dates, formulas, macros; and reads back what Longpan exports."""
import io
import random
import re
import xml.sax.saxutils
import zipfile

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def uscc(seed, city="320100"):
    """An invented unified social credit code with a true check character (GB 32100-2015)."""
    body = "91" + city + "".join(random.Random(f"longpan-{seed}").choices(ALPHABET, k=9))
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + ALPHABET[(31 - total % 31) % 31]


def column(index):
    return chr(ord("A") + index) if index < 26 else column(index // 26 - 1) + column(index % 26)


def cell_xml(value, at):
    if value is None or value == "":
        return ""
    if isinstance(value, tuple) and value[0] == "formula":  # ("formula", "1+1", 2)
        return f'<c r="{at}"><f>{xml.sax.saxutils.escape(value[1])}</f><v>{value[2]}</v></c>'
    if isinstance(value, tuple) and value[0] == "date":     # ("date", serial)
        return f'<c r="{at}" s="1"><v>{value[1]}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{at}"><v>{value}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{xml.sax.saxutils.escape(value)}</t></is></c>'


def sheet_xml(rows, merges=()):
    body = "".join(f'<row r="{y}">' + "".join(cell_xml(v, f"{column(x)}{y}") for x, v in enumerate(row)) + "</row>" for y, row in enumerate(rows, 1))
    merged = "<mergeCells>" + "".join(f'<mergeCell ref="{m}"/>' for m in merges) + "</mergeCells>" if merges else ""
    return f'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{body}</sheetData>{merged}</worksheet>'


STYLES = '<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'


def workbook(sheets, merges=(), extra=None):
    """Bytes of an XLSX; `sheets` = {name: rows}; `merges` belong to the first one; `extra` = more parts."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        names, links = "", ""
        for i, (name, rows) in enumerate(sheets.items(), 1):
            names += f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>'
            links += f'<Relationship Id="rId{i}" Type="{relation}/worksheet" Target="worksheets/sheet{i}.xml"/>'
            book.writestr(f"xl/worksheets/sheet{i}.xml", rows if isinstance(rows, str) else sheet_xml(rows, merges if i == 1 else ()))
        links += f'<Relationship Id="rIdS" Type="{relation}/styles" Target="styles.xml"/>'
        book.writestr("_rels/.rels", f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        book.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>')
        book.writestr("xl/workbook.xml", f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{relation}"><sheets>{names}</sheets></workbook>')
        book.writestr("xl/styles.xml", STYLES)
        for name, content in (extra or {}).items():
            book.writestr(name, content)
    return out.getvalue()


def bomb(megabytes):
    """A small archive whose sheet unfolds to so many megabytes."""
    return workbook({"Sheet1": "<worksheet><sheetData>" + "<row/>" * 100 + " " * (megabytes << 20) + "</sheetData></worksheet>"})


def rows_of(content):
    """Rows of text of the first sheet of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        text = lambda xml_text: xml.sax.saxutils.unescape("".join(re.findall(r"<t[^>]*>([^<]*)</t>", xml_text)), {"&quot;": '"', "&apos;": "'", "&#10;": "\n"})
        shared = []
        if "xl/sharedStrings.xml" in book.namelist():
            shared = [text(item) for item in re.findall(r"<si>(.*?)</si>", book.read("xl/sharedStrings.xml").decode(), re.S)]
        out = []
        for row in re.findall(r"<row[^>]*>(.*?)</row>", book.read("xl/worksheets/sheet1.xml").decode(), re.S):
            cells = {}
            for attributes, inner in re.findall(r"<c ([^>]*?)(?:/>|>(.*?)</c>)", row, re.S):
                letters = re.search(r'r="([A-Z]+)', attributes).group(1)
                index = 0
                for letter in letters:
                    index = index * 26 + ord(letter) - 64
                value = re.search(r"<v>([^<]*)</v>", inner)
                if 't="s"' in attributes:
                    cells[index - 1] = shared[int(value.group(1))]
                else:
                    cells[index - 1] = value.group(1) if value else text(inner)
            out.append([cells.get(i, "") for i in range(max(cells, default=-1) + 1)])
        return out
