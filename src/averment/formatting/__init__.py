"""Files in their canonical form: the same graph and the same comments, laid out in one way."""
