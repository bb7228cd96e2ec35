"""Realistic sample declarations of invented firms and persons."""
