export { RatesSkeleton as default } from '#components/rates/rates-skeleton.tsx';
