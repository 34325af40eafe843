"""Files as systems and accidents make them, each with what must come of it. Nothing of it lies in the repository."""
