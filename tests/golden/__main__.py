"""Write the golden files anew."""

from tests.golden.make import FOLDER, files

for name, content in files().items():
    (FOLDER / name).write_text(content, encoding="utf-8")
