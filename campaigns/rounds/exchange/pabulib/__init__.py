"""The `.pb` files of Pabulib: sections META, PROJECTS and VOTES of cells between semicolons (Faliszewski and others, IJCAI 2023)."""
