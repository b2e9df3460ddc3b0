"""The service desk: requests, contacts, feedback, channels, incidents, reports, common questions."""
