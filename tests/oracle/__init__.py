"""A second, plain reading of what each rule kind means: slow, obvious, and independent of the engine."""
