"""What every request passes before the page: who is asking, from where, how much, and whether."""
