"""Daily highlights: a few papers, posted on time, once, with the reasons for each."""
