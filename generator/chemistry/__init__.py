"""A printed formula to its composition, sites, entropies and every other derived number. Needs nothing but Python."""
