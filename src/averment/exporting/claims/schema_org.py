def write_schema_org(l,a): return ""
