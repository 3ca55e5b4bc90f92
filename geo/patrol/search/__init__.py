"""The search: many good sets of routes tried, the best kept. It knows arrays, no police, no maps.

    tables     the problem and the routes, as plain arrays
    search     searches side by side, watched, until a budget is spent
    kernel     compiled: ruin, rebuild, keep or not (annealing)
    ruin, rebuild, routes, chance     compiled: its parts

The kernels are compiled on first use, which takes some seconds, and kept beside the code.
"""
