"""How what is learnt is learnt; each module is a command. Needs torch, which answering does not."""
