"""People who do not exist, drawn by formulas alone: no picture of anybody went into them."""
