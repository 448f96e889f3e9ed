"""A SIASN personnel export, the agency's post list, its units and its assessments, joined into a case."""
