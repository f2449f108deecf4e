"""Writers: from ranked passages to statements that rest on quotations."""
