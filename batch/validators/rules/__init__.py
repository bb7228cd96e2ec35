"""What the law says, one file per matter."""
