"""What people read and print: the workbook of a result, in Bahasa Indonesia or English."""
