-- What a title holds is a term of its own, so that few rows are read for it. The index is made
-- anew when the program starts.
DROP TABLE search_terms;
TITLED_TERMS
