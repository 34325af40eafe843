"""Published JSON documents: one model each, which writes it, is its schema, and reads it back.

The models take a moment to build; whoever needs them imports their module where it is used.
"""
