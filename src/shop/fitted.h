#pragma once

#include "shop/inverse.h"

// What was measured on real logs, by `scripts/fit-shop ONLINE_RETAIL --otto OTTO_SESSIONS` (the UCI
// Online Retail log; OTTO's sample sessions). Only orders with at least one product of positive
// price and quantity count.
namespace usher::shop::fitted {

// Purchases a week of a customer: gamma with this shape and rate. Maximum likelihood of the BG/NBD
// model over 4,300 customers, purchases on one day counted once. Its drop-out chance came to
// 0.0004 a purchase (a 0.003, b 7.243) and is left out.
inline constexpr double kPurchaseRateShape = 0.823;
inline constexpr double kPurchaseRateWeeks = 9.870;

// First orders in 30 days over customers known before, mean of the log's last 180 days.
inline constexpr double kNewCustomersPer30Days = 0.0905;

// Lines of the orders of at most three lines (15.2 % of the log, the rest being trade): shares of
// one, two, three.
inline constexpr double kHouseholdLines[] = {0.499, 0.270, 0.231};

// Distinct products of an order, all orders; mean 26.16.
inline constexpr Knot kTradeLines[] = {{0, 1},   {.05, 1},  {.1, 2},    {.2, 5},    {.3, 8},
                                       {.4, 12}, {.5, 15},  {.6, 19},   {.7, 25},   {.8, 34},
                                       {.9, 52}, {.95, 75}, {.99, 218}, {.999, 589}};

// Quantity of an order line: all lines (mean 10.57), and the lines without a customer number, which
// are retail sales (mean 3.19). Both without the largest thousandth.
inline constexpr Knot kTradeQuantity[] = {{0, 1},   {.2, 1},   {.3, 2},    {.4, 2},
                                          {.5, 3},  {.6, 6},   {.7, 8},    {.8, 12},
                                          {.9, 24}, {.95, 30}, {.99, 100}, {.999, 432}};
inline constexpr Knot kHouseholdQuantity[] = {{0, 1},  {.5, 1},   {.6, 2},   {.7, 2},    {.8, 3},
                                              {.9, 6}, {.95, 10}, {.99, 29}, {.999, 123}};

// Products in the log, and the logarithm of their median price in pounds.
inline constexpr int kProducts = 3913;
inline constexpr double kPriceMu = 0.721;
inline constexpr double kPriceSigma = 1.038;

// Share of order lines made by the most popular part of the products.
inline constexpr Knot kPopularity[] = {{0, 0},      {.094, .01}, {.292, .05}, {.445, .10},
                                       {.643, .20}, {.919, .50}, {1, 1}};

// Share of orders by weekday, Monday first, and by hour, both in the shop's local time. The
// shop took no orders on Saturdays.
inline constexpr double kWeekday[] = {.1556, .1775, .1855, .2129, .1572, 0, .1114};
inline constexpr double kHour[] = {0,     0,     0,     0,     0,     0,     .0001, .0015,
                                   .0286, .0744, .1183, .1200, .1620, .1381, .1223, .1168,
                                   .0665, .0335, .0097, .0073, .0009, 0,     0,     0};

// Cancelled lines over ordered lines, where the line cancelled can be matched to an order of the
// same customer and product; and the hours from order to the first cancellation.
inline constexpr double kCancelledLines = 0.0198;
inline constexpr Knot kCancelHours[] = {{0, 0},        {.05, .3},     {.1, 26.5},   {.2, 76.7},
                                        {.3, 120.9},   {.4, 163.8},   {.5, 193.8},  {.6, 266.3},
                                        {.7, 405.7},   {.8, 671.7},   {.9, 1396.2}, {.95, 2556.1},
                                        {.99, 5116.6}, {.999, 8332.3}};

// Views in a visit (OTTO: 144 visits, mean 5.56, a pause of half an hour ends one), and the
// logarithm of the seconds between two events of a visit.
inline constexpr Knot kVisitViews[] = {{0, 1},   {.2, 1},   {.3, 2},   {.4, 2},
                                       {.5, 3},  {.6, 4},   {.7, 5},   {.8, 7},
                                       {.9, 10}, {.95, 23}, {.99, 49}, {.999, 53}};
inline constexpr double kPauseMu = 3.443;
inline constexpr double kPauseSigma = 1.235;

// Views, products added to carts and orders in a published shop log (Retailrocket's): the ratios
// that the simulator keeps.
inline constexpr double kViewsPerOrder = 2'660'000.0 / 22'000.0;
inline constexpr double kAddsPerOrder = 69'000.0 / 22'000.0;

}  // namespace usher::shop::fitted
