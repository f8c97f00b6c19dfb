-- Searches read through what was added lately, so that list is kept short where there is one.
TERMS_KEPT
