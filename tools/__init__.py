"""Tools of the project's developers; they are no part of the package."""
