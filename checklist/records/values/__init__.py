"""What the cells of a column mean: decided once for the whole column, from all of it."""
