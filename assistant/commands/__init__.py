"""The commands of `senrei`, a module for each room they work in; each imports what it needs when it runs."""
