"""What is asked of other hosts, politely: do links still lead somewhere, did a paper get a notice, how is it cited."""
