"""Measures a spreadsheet in a process of its own: a file made to eat memory ends that process, not the panel.

Run as a script by :mod:`operations.spreadsheet`, never imported. One cell in the last row and column of an .xlsx makes
any reader that keeps a full grid ask for 500 GB, and a failed allocation is not an exception: it ends the process.
"""

import json
import sys

MEMORY_BYTES = 2 * 2**30
SECONDS = 60


def limit() -> None:
    """Bound memory and time of this process where the system can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def measure(path: str, wanted: str) -> dict[str, object]:
    """Sheet names, and the size of the sheet ``wanted`` or else of the first that has rows under a header."""
    from python_calamine import CalamineError, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    try:
        book = load_workbook(path)
        names = [
            found.name
            for found in book.sheets_metadata
            if found.typ is SheetTypeEnum.WorkSheet and found.visible is SheetVisibleEnum.Visible
        ]
        found: dict[str, object] = {"names": names, "name": "", "rows": 0, "columns": 0}
        for name in [wanted] if wanted in names else names:
            sheet = book.get_sheet_by_name(name)
            if sheet.end is not None and (sheet.height > 1 or not found["rows"]):
                found |= {"name": name, "rows": sheet.end[0] + 1, "columns": sheet.width}
            if sheet.height > 1:
                break
    except PasswordError:
        return {"error": "locked"}
    except (CalamineError, OSError, ValueError):
        return {"error": "damaged"}
    return found


if __name__ == "__main__":
    limit()
    sys.stdout.write(json.dumps(measure(sys.argv[1], sys.argv[2])))
