"""What guards a customer: evaluation, churn, risk and sharing (A8, A9, Y2, Y7)."""
