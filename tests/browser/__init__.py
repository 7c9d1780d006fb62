"""A package, unlike other folders of tests: what pytest begins for a package ends with its last test."""
