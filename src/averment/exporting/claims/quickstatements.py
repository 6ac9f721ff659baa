def write_quickstatements(l,a): return ""
