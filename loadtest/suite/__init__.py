"""What loadtest/run is made of.

plan           which measurements are made, and how large they are
verdict        the table: what must hold, what is the goal, and who says whether it does
rounds         medians, spreads, and measuring this and that in turn
processes      programs started for a measurement, and gone after it
servers        usherd, usher-null and redis-server as such programs
proc           what /proc tells of a process
load           usher-load and what it reports
ingest, sleeping, timers, overload
               the measurements, one module each
limits         what the machine allows at most
report         tables and files
progress       what goes on, for people
"""
