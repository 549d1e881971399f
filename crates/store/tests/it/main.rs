//! The data folder from outside: what is kept comes back, what is damaged is refused, killed anywhere it is whole.

mod backup;
mod bases_runs;
mod crash;
mod decisions;
mod deletion;
mod deviations;
mod entries;
mod folder;
mod imports;
mod keys;
mod lake;
mod measure;
mod older;
mod people;
mod places;
mod raw;
mod records;
mod scene;
mod users;
mod work_items;
