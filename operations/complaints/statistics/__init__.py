"""The statistics pack for the weekly and monthly meeting (T5, K9.16, K9.17, A6.3): counted in SQL, only of rows in view."""
