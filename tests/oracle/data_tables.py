#!/usr/bin/env python3
"""Writes engine/data/iris_table.cpp and engine/data/digits_table.cpp.

Both tables are those that scikit-learn ships (Debian: python3-sklearn, files
sklearn/datasets/data/iris.csv and digits.csv.gz, pass their folder):

    tests/oracle/data_tables.py /usr/lib/python3/dist-packages/sklearn/datasets/data

Iris: the measurements are in tenths of a centimetre, so they are written as whole numbers.
Digits: 8 x 8 pixels of 0..16, each one character of 0..9A..G. The rows are grouped by digit, in the
order of the file within a digit, and written pixel by pixel: neighbours in the text are then
alike, and what a visitor downloads (brotli) is a sixth smaller than row by row. The split into
training and test rows shuffles them anyway.
"""

import csv
import gzip
import pathlib
import sys

SIGNS = "0123456789ABCDEFG"
HEADER = """// Written by tests/oracle/data_tables.py; sources and licence: docs/data.md.
#include "engine/data/class_tables.hpp"

namespace backprop {

"""
FOOTER = "\n} // namespace backprop\n"


def fingerprint(rows):
    """Of whole numbers, the class last; the order of the rows does not count. data_tests.cpp has it."""
    total = 0
    for row in rows:
        value = 0
        for cell in row:
            value = (1000003 * value + cell) % 2**64
        total = (total + value) % 2**64
    return hex(total)


def write_iris(folder, out):
    lines = list(csv.reader(open(folder / "iris.csv", encoding="utf-8")))
    assert lines[0] == ["150", "4", "setosa", "versicolor", "virginica"]
    rows = lines[1:]
    assert [int(row[4]) for row in rows] == [0] * 50 + [1] * 50 + [2] * 50
    tenths = [[round(10 * float(cell)) for cell in row[:4]] for row in rows]
    print("iris:", fingerprint(row + [i // 50] for i, row in enumerate(tenths)))
    text = HEADER + "// clang-format off\nconst unsigned char k_iris[k_iris_rows * k_iris_inputs] = {\n"
    for first in range(0, 150, 5):
        cells = []
        for row in rows[first : first + 5]:
            tenths = [round(10 * float(cell)) for cell in row[:4]]
            assert [value / 10.0 for value in tenths] == [float(cell) for cell in row[:4]]
            cells.append(", ".join(str(value) for value in tenths))
        text += "    " + ",  ".join(cells) + ",\n"
    out.write_text(text + "};\n// clang-format on\n" + FOOTER, encoding="utf-8")


def write_digits(folder, out):
    with gzip.open(folder / "digits.csv.gz", "rt", encoding="utf-8") as file:
        rows = [[int(float(cell)) for cell in row] for row in csv.reader(file)]
    assert len(rows) == 1797 and all(len(row) == 65 for row in rows)
    print("digits:", fingerprint(rows))
    rows.sort(key=lambda row: row[64])  # stable
    print("digit counts:", [sum(row[64] == digit for row in rows) for digit in range(10)])
    text = HEADER + "// clang-format off\nstatic constexpr char k_pixels[] =\n"
    for pixel in range(64):
        text += '    "' + "".join(SIGNS[row[pixel]] for row in rows) + '"\n'
    text = text[:-1] + ";\n// clang-format on\n"
    text += "static_assert(sizeof(k_pixels) == k_digit_rows * k_digit_inputs + 1);\n\n"
    text += "const char* digit_pixels() {\n    return k_pixels;\n}\n"
    out.write_text(text + FOOTER, encoding="utf-8")


def main():
    folder = pathlib.Path(sys.argv[1])
    data = pathlib.Path(__file__).resolve().parents[2] / "engine" / "data"
    write_iris(folder, data / "iris_table.cpp")
    write_digits(folder, data / "digits_table.cpp")


main()
