import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface House {
  readonly CITY: string;
  readonly KIND: string;
  readonly MEDINC: number;
  readonly HOUSEAGE: number | null;
  readonly POPULATION: number;
  readonly LATITUDE: number;
  readonly LONGITUDE: number;
  readonly SOLD: string;
  readonly MEDHOUSEVAL: number;
}

/** The rows that every task is about. They fit in a head, so each answer is known. */
export const HOUSES: readonly House[] = (
  [
    ['Fresno', 'flat', 2.5, 41, 1200, 36.75, -119.75, '2023-03-01', 1.25],
    ['Fresno', 'house', 3.5, 18, 900, 36.75, -119.5, '2023-08-14', 1.5],
    ['Fresno', 'house', 4.5, null, 600, 36.5, -119.75, '2024-02-20', 1.75],
    ['Fresno', 'house', 8.5, 7, 300, 36.5, -119.5, '2024-11-05', 3.0],
    ['Oakland', 'flat', 4.0, 52, 2100, 37.75, -122.25, '2023-01-30', 2.25],
    ['Oakland', 'flat', 6.0, 38, 1500, 37.75, -122.0, '2023-12-12', 2.75],
    ['Oakland', 'house', 8.25, 30, 800, 37.5, -122.25, '2024-06-01', 3.5],
    ['Oakland', 'house', 9.75, 12, 400, 37.5, -122.0, '2024-07-19', 4.5],
    ['San Diego', 'flat', 3.0, 25, 1800, 32.75, -117.25, '2023-05-09', 2.0],
    ['San Diego', 'flat', 5.0, 16, 1100, 32.75, -117.0, '2024-01-17', 2.5],
    ['San Diego', 'house', 7.0, 33, 700, 32.5, -117.25, '2024-03-03', 3.25],
    ['San Diego', 'house', 12.0, 22, 500, 32.5, -117.0, '2024-09-28', 5.0],
  ] as const
).map(([CITY, KIND, MEDINC, HOUSEAGE, POPULATION, LATITUDE, LONGITUDE, SOLD, MEDHOUSEVAL]) => {
  return { CITY, KIND, MEDINC, HOUSEAGE, POPULATION, LATITUDE, LONGITUDE, SOLD, MEDHOUSEVAL };
});

/** The county of each city, as the file `cities.csv` of the notebook tells it. */
export const COUNTIES: Readonly<Record<string, string>> = {
  Fresno: 'Fresno County',
  Oakland: 'Alameda County',
  'San Diego': 'San Diego County',
};

export function writeCities(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const lines = Object.entries(COUNTIES).map(([city, county]) => `${city},${county}`);
  writeFileSync(join(folder, 'cities.csv'), `CITY,COUNTY\n${lines.join('\n')}\n`);
}

const COLUMNS = `CITY varchar not null, KIND varchar not null, MEDINC float not null, HOUSEAGE number(3,0),
  POPULATION number(10,0) not null, LATITUDE float not null, LONGITUDE float not null, SOLD date not null,
  MEDHOUSEVAL float not null`;

/** The first cell of the notebook: the table as a person has it, read from Snowflake. */
export function firstCell(): string {
  const rows = HOUSES.map((house) => `(${Object.values(house).map(literal).join(', ')})`);
  return `
    import { connect } from 'kernel-helpers';
    const snowflake = await connect();
    await snowflake.sql\`create or replace table houses (${COLUMNS})\`;
    await snowflake.sql\`insert into houses values ${rows.join(', ')}\`;
    const t = await snowflake.sql\`select * from houses order by city, sold\`;
    t`;
}

function literal(value: string | number | null): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
