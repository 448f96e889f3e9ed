"""What is (domain) and what is foreseen (learning); knows no files, solvers or pages."""
