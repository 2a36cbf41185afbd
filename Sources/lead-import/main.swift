print("lead-import")
