"""Where cases come from: files, workbooks, the bundled district, and the way back."""
