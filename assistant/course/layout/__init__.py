"""How course material reads: each kind as a publication."""
