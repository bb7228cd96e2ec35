"""The words of the trade: values that nobody changes; standard library only."""
