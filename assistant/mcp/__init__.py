"""The library as tools for a model, by the Model Context Protocol. Loaded only where asked for."""
