"""What happens at the service desk: terms by kind, who answers for each step, reports that are due, leaders that are told."""
