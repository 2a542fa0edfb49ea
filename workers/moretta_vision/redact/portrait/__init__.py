"""People who do not exist: heads that were sculpted, painted by formulas. No picture of anybody went into them."""
