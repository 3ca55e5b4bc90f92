"""The making of Saltmarsh, a borough that does not exist. Everything it writes is SIMULATED."""
