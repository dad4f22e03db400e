"""How does what stands on a page leave as a file: a workbook to count with, a Word document to write on and sign?"""
