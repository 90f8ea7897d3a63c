PRAGMA cache_size = -16384;
PRAGMA mmap_size = 1073741824;
