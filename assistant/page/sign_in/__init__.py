"""Who may see the page: everyone on this machine, whoever has a password, or whom a proxy names."""
